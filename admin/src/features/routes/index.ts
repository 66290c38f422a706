export { insertRoute } from './route.rows.ts';
export { renderRoutes } from './routes.document.ts';
export { RoutesModule } from './routes.module.ts';
