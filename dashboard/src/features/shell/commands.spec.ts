import { appCommands, matching } from './commands.ts';

const commands = [
  { id: 'team', label: 'Team', kind: 'Company', to: '/team' },
  ...appCommands('acme', [
    { slug: 'shop', name: 'Shop' },
    { slug: 'team-shop', name: 'Team shop' },
  ]),
];
const found = (typed: string) => matching(commands, typed).map(({ to }) => to);

describe('command palette', () => {
  it('asks every typed word of label and kind', () => {
    expect(found('shop rou')).toEqual(['/c/acme/apps/shop/routes', '/c/acme/apps/team-shop/routes']);
  });

  it('puts what begins with the word first', () => {
    expect(found('team')[0]).toBe('/team');
    expect(found('shop')[0]).toBe('/c/acme/apps/shop');
  });

  it('matches beginnings of words only', () => {
    expect(found('hop')).toEqual([]);
  });

  it('shows all, up to its bound, while nothing is typed', () => {
    expect(matching(commands, '  ', 5)).toHaveLength(5);
  });
});
