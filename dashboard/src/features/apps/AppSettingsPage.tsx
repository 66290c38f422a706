import { useApp } from '../../api/use-app.ts';
import { DangerZone } from './DangerZone.tsx';
import { SettingsForm } from './SettingsForm.tsx';

export function AppSettingsPage() {
  const app = useApp();
  return (
    <div className="flex flex-col gap-5">
      <SettingsForm key={app.updated_at} app={app} />
      <DangerZone app={app} />
    </div>
  );
}
