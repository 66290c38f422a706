import { define } from './error-code.ts';

/** Finding the app and the route of a request. */
export const resolvingErrors = define({
  unknown_host: {
    status: 404,
    by: 'gateway',
    title: 'No app answers to this host',
    fix: 'Check the Host header against the hosts shown on the app page.',
  },
  app_suspended: {
    status: 403,
    by: 'gateway',
    title: 'This app is suspended',
    fix: 'The app or its company is not active. Its owner can see why in the dashboard.',
  },
  bad_path: {
    status: 400,
    by: 'gateway',
    title: 'The path can be read in more than one way',
    fix: 'Send a path without encoded slashes, backslashes, control bytes or dot segments that leave the root.',
  },
  no_route: {
    status: 404,
    by: 'gateway',
    title: 'No route matches this path',
    fix: "Compare the path with the app's routes, or add a route for it.",
  },
  method_not_allowed: {
    status: 405,
    by: 'gateway',
    title: 'The route does not take this method',
    fix: 'Use one of the methods in the Allow header.',
  },
  request_header_too_large: {
    status: 431,
    by: 'gateway',
    title: "The request's headers are too large",
    fix: 'Send fewer or shorter headers.',
  },
  uri_too_long: {
    status: 414,
    by: 'gateway',
    title: 'The address is too long',
    fix: 'Send long data in the body.',
  },
  payload_too_large: {
    status: 413,
    by: 'both',
    title: 'The request body is too large',
    fix: 'Send a smaller body.',
  },
  bad_request: {
    status: 400,
    by: 'both',
    title: 'The request cannot be read',
    fix: "Check the request line, the headers and the body's syntax.",
  },
});
