import { Moon, Sun } from 'lucide-react';
import { Button } from './Button.tsx';
import { chooseTheme, useTheme } from './theme.ts';

export function ThemeToggle() {
  const { shown } = useTheme();
  const other = shown === 'dark' ? 'light' : 'dark';
  return (
    <Button
      look="ghost"
      size="icon"
      aria-label={`Switch to ${other} colours`}
      onClick={() => chooseTheme(other)}
    >
      {shown === 'dark' ? <Sun aria-hidden /> : <Moon aria-hidden />}
    </Button>
  );
}
