import { operations } from '@aegis/contracts';
import { Controller, Get, Header } from '@nestjs/common';
import { version } from '../version.ts';
import { Open } from './handles.ts';
import { openApi } from './openapi.ts';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Aegis admin API</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

/** The API's own description; the page's files come from this server, never from a CDN. */
@Controller()
export class DocsController {
  readonly #document = openApi(Object.values(operations), version);

  @Get('/api/openapi.json')
  @Open()
  document(): object {
    return this.#document;
  }

  @Get('/api/docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Open()
  page(): string {
    return page;
  }

  @Get('/api/docs/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Open()
  start(): string {
    return start;
  }
}
