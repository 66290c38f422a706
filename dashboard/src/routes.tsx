import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { AuthLayout } from './features/account/AuthLayout.tsx';
import { ErrorPage } from './features/shell/ErrorPage.tsx';
import { Home, RequireSession, Splash } from './features/shell/guards.tsx';
import { NotFoundPage } from './features/shell/NotFoundPage.tsx';
import { Root } from './features/shell/Root.tsx';

/** A page whose code is loaded when it is first visited. */
const page =
  <K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) =>
  async () => ({ Component: (await load())[name] });

const visitorPages = [
  { path: '/login', lazy: page(() => import('./features/account/LoginPage.tsx'), 'LoginPage') },
  { path: '/register', lazy: page(() => import('./features/account/RegisterPage.tsx'), 'RegisterPage') },
  { path: '/verify', lazy: page(() => import('./features/account/VerifyPage.tsx'), 'VerifyPage') },
  { path: '/forgot', lazy: page(() => import('./features/account/ForgotPage.tsx'), 'ForgotPage') },
  { path: '/reset', lazy: page(() => import('./features/account/ResetPage.tsx'), 'ResetPage') },
  {
    path: '/invitation',
    lazy: page(() => import('./features/account/InvitationPage.tsx'), 'InvitationPage'),
  },
];

const appPages = [
  { index: true, lazy: page(() => import('./features/apps/AppOverviewPage.tsx'), 'AppOverviewPage') },
  { path: 'routes', lazy: page(() => import('./features/routes/RoutesPage.tsx'), 'RoutesPage') },
  { path: 'upstreams', lazy: page(() => import('./features/upstreams/UpstreamsPage.tsx'), 'UpstreamsPage') },
  { path: 'keys', lazy: page(() => import('./features/keys/AppKeysPage.tsx'), 'AppKeysPage') },
  { path: 'jwt', lazy: page(() => import('./features/jwt-issuers/JwtPage.tsx'), 'JwtPage') },
  { path: 'tenants', lazy: page(() => import('./features/tenants/TenantsPage.tsx'), 'TenantsPage') },
  { path: 'tenants/:tenant', lazy: page(() => import('./features/tenants/TenantPage.tsx'), 'TenantPage') },
  { path: 'roles', lazy: page(() => import('./features/roles/RolesPage.tsx'), 'RolesPage') },
  { path: 'authorize', lazy: page(() => import('./features/authorize/CalloutPage.tsx'), 'CalloutPage') },
  { path: 'limits', lazy: page(() => import('./features/limits/LimitsPage.tsx'), 'LimitsPage') },
  { path: 'quotas', lazy: page(() => import('./features/quotas/QuotasPage.tsx'), 'QuotasPage') },
  {
    path: 'tls',
    lazy: page(() => import('./features/certificates/CertificatesPage.tsx'), 'CertificatesPage'),
  },
  { path: 'plugins', lazy: page(() => import('./features/plugins/PluginsPage.tsx'), 'PluginsPage') },
  { path: 'traces', lazy: page(() => import('./features/traces/TracesPage.tsx'), 'TracesPage') },
  { path: 'settings', lazy: page(() => import('./features/apps/AppSettingsPage.tsx'), 'AppSettingsPage') },
];

const profilePage = {
  path: 'profile',
  lazy: page(() => import('./features/profile/ProfilePage.tsx'), 'ProfilePage'),
};

const customerPages = [
  { index: true, lazy: page(() => import('./features/overview/OverviewPage.tsx'), 'OverviewPage') },
  { path: 'apps', lazy: page(() => import('./features/apps/AppsPage.tsx'), 'AppsPage') },
  { path: 'apps/new', lazy: page(() => import('./features/onboarding/NewAppPage.tsx'), 'NewAppPage') },
  {
    path: 'apps/:app/start',
    lazy: page(() => import('./features/onboarding/FirstCallPage.tsx'), 'FirstCallPage'),
  },
  {
    path: 'apps/:app',
    lazy: page(() => import('./features/apps/AppLayout.tsx'), 'AppLayout'),
    children: appPages,
  },
  { path: 'keys', lazy: page(() => import('./features/keys/AllKeysPage.tsx'), 'AllKeysPage') },
  { path: 'team', lazy: page(() => import('./features/team/TeamPage.tsx'), 'TeamPage') },
  { path: 'tokens', lazy: page(() => import('./features/profile/TokensPage.tsx'), 'TokensPage') },
  { path: 'audit', lazy: page(() => import('./features/audit/AuditPage.tsx'), 'AuditPage') },
  {
    path: 'notifications',
    lazy: page(() => import('./features/notifications/NotificationsPage.tsx'), 'NotificationsPage'),
  },
  profilePage,
];

const operatorPages = [
  { index: true, Component: () => <Navigate to="/operator/gateways" replace /> },
  { path: 'gateways', lazy: page(() => import('./features/operator/GatewaysPage.tsx'), 'GatewaysPage') },
  { path: 'customers', lazy: page(() => import('./features/operator/CustomersPage.tsx'), 'CustomersPage') },
  { path: 'config', lazy: page(() => import('./features/operator/ConfigPage.tsx'), 'ConfigPage') },
  { path: 'plugins', lazy: page(() => import('./features/operator/PluginsPage.tsx'), 'PluginsPage') },
  { path: 'operators', lazy: page(() => import('./features/operator/OperatorsPage.tsx'), 'OperatorsPage') },
  { path: 'mail', lazy: page(() => import('./features/operator/MailPage.tsx'), 'MailPage') },
  { path: 'audit', lazy: page(() => import('./features/audit/PlatformAuditPage.tsx'), 'PlatformAuditPage') },
  profilePage,
];

const signedInPages = [
  { path: '/', Component: Home },
  {
    Component: AuthLayout,
    children: [
      {
        path: '/companies',
        lazy: page(() => import('./features/account/CompaniesPage.tsx'), 'CompaniesPage'),
      },
    ],
  },
  {
    path: '/c/:slug',
    lazy: page(() => import('./features/shell/CustomerLayout.tsx'), 'CustomerLayout'),
    children: customerPages,
  },
  {
    path: '/operator',
    lazy: page(() => import('./features/shell/OperatorLayout.tsx'), 'OperatorLayout'),
    children: operatorPages,
  },
];

export const router = createBrowserRouter([
  {
    Component: Root,
    errorElement: <ErrorPage />,
    hydrateFallbackElement: <Splash />,
    children: [
      { Component: AuthLayout, children: visitorPages },
      { Component: RequireSession, children: signedInPages },
      { path: '*', Component: NotFoundPage },
    ],
  },
]);
