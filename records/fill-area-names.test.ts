import t from 'tap';
import { fillAreaNames } from './fill-area-names.js';

t.test(
  'a facility without names of its areas has those of others with the same codes, and keeps its own',
  (t) => {
    const named = {
      code: 'BR1',
      name: {},
      state: '10',
      district: '208',
      stateName: 'Bihar',
      districtNameHi: 'गया',
    };
    const [, bare, own, elsewhere] = fillAreaNames([
      named,
      { code: 'BR2', name: {}, state: '10', district: '208' },
      { code: 'BR3', name: {}, state: '10', district: '208', stateName: 'BIHAR' },
      { code: 'UP1', name: {}, state: '9', district: '208' },
    ]);
    t.match(bare, { stateName: 'Bihar', districtNameHi: 'गया' });
    t.match(own, { stateName: 'BIHAR', districtNameHi: 'गया' });
    t.notHas(elsewhere, 'districtNameHi', 'a code counts within its state');
    t.end();
  },
);
