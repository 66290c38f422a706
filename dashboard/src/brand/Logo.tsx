import logo from './logo.svg';

/** Sign and name. */
export const Logo = ({ small }: { small?: boolean }) => (
  <span className="inline-flex items-center gap-2">
    <img src={logo} alt="" width={small ? 22 : 28} height={small ? 22 : 28} />
    <span className={small ? 'font-semibold tracking-tight' : 'text-lg font-semibold tracking-tight'}>
      Aegis
    </span>
  </span>
);
