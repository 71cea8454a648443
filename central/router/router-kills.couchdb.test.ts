import t from 'tap';
import { killRouter } from '../../tests/router-kills.js';

t.setTimeout(180_000);

void t.test('a router that is killed eight times ends where one that nobody killed does', (t) =>
  killRouter(t, 8),
);
