// Deployment board: one line for each service and stage, from the deploy tool's nightly summary.
const STAGES = ['dev', 'qa', 'prod'];

class Board {
  constructor(limit) {
    this.limit = limit;
    this.rows = [];
    this.skipped = 0;
  }

  add(entry) {
    if (this.rows.length >= this.limit) {
      this.skipped += 1;
      return;
    }
    this.rows.push(entry);
  }

  render() {
    return this.rows.map(function ({ service, versions }) {
      const cells = STAGES.map(function (stage) {
        return versions[stage] || this.empty;
      }, this);
      return [service.padEnd(this.width), ...cells.map((cell) => cell.padEnd(10))].join(' ');
    }, { width: 24, empty: '-' });
  }
}

class Script {
  process_incoming_request({ request: { content: { services = [], title = 'Deployments' } = {} } }) {
    const board = new Board(40);
    services.forEach(function (service) {
      this.add(service);
    }.bind(board));

    const drift = [];
    search: for (const { service, versions } of services) {
      for (const stage of STAGES) {
        if (!versions[stage]) {
          continue search;
        }
      }
      if (versions.qa !== versions.prod) {
        drift.push(service);
      }
    }

    let footer;
    try {
      footer = JSON.parse(content_footer());
    } catch ({ message }) {
      footer = { note: message };
    }

    return {
      content: {
        text: `**${title}**\n\`\`\`\n${board.render().join('\n')}\n\`\`\``,
        attachments: drift.length ? [{ color: 'warning', text: `behind in prod: ${drift.join(', ')}` }] : [],
        customFields: { footer, skipped: board.skipped },
      },
    };

    function content_footer() {
      return '{"note": "updated nightly"}';
    }
  }
}
