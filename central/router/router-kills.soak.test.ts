import t from 'tap';
import { killRouter } from '../../tests/router-kills.js';

t.setTimeout(1_800_000);

void t.test('a router that is killed a hundred times ends where one that nobody killed does', (t) =>
  killRouter(t, 100),
);
