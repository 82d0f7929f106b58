// Weekly numbers of the marketing data warehouse, as a table or as a list.
const RENDERERS = {
  table: typeof TableRenderer === 'undefined' ? undefined : TableRenderer,
  list: ListRenderer,
};

class PlainRenderer {
  render(rows) {
    return rows.map((row) => Object.values(row).join('\t')).join('\n');
  }
}

class ListRenderer extends PlainRenderer {
  render(rows) {
    return rows.map((row) => `- **${row.name}**: ${row.value}${this.trend(row)}`).join('\n');
  }

  trend({ value, before }) {
    if (before === undefined) {
      return '';
    }
    return value > before ? ' ▲' : value < before ? ' ▼' : ' =';
  }
}

class Script {
  process_incoming_request({ request }) {
    const { kind = 'list', title, rows = [] } = request.content;
    const Renderer = RENDERERS[kind] || ListRenderer || PlainRenderer;
    return { content: { text: `### ${title}\n${new Renderer().render(rows)}` } };
  }
}
