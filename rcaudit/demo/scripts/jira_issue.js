/**
 * Jira issues: created, updated, commented, transitioned, deleted.
 *
 * Jira's webhooks carry wiki markup; Rocket.Chat shows Markdown. The small converter below knows
 * what our people really use (lists, links, {code}, {quote}, mentions), not the whole language.
 */
const PRIORITY_COLORS = {
  Blocker: '#8b0000',
  Critical: '#c0392b',
  Major: '#e67e22',
  Minor: '#f1c40f',
  Trivial: '#95a5a6',
};

const WATCHED_FIELDS = new Set(['status', 'assignee', 'priority', 'Fix Version', 'Sprint', 'resolution']);

// Each rule: what it looks like in Jira, and what it becomes. Order matters: code comes first.
const MARKUP = [
  [/\{(code|noformat)(?::[^}]*)?\}([\s\S]*?)\{\1\}/g, (_, kind, body) => `\n\`\`\`\n${body.trim()}\n\`\`\`\n`],
  [/\{quote\}([\s\S]*?)\{quote\}/g, (_, body) => body.trim().split('\n').map((line) => `> ${line}`).join('\n')],
  [/\[~(?:accountid:)?([^\]]+)\]/g, '@$1'],
  [/\[([^\]|]+)\|(https?:[^\]|]+)(?:\|[^\]]*)?\]/g, '[$1]($2)'],
  [/^h([1-6])\.\s+(.*)$/gm, (_, level, title) => `${'#'.repeat(Number(level))} ${title}`],
  [/^\s*#\s+/gm, '1. '],
  [/(^|\W)\*(\S(?:.*?\S)?)\*(?=\W|$)/g, '$1**$2**'],
  [/\{color(?::[^}]*)?\}/g, ''],
];

const toMarkdown = (text) => MARKUP.reduce((result, [pattern, by]) => result.replace(pattern, by), text || '');

const clip = (text, limit) => (text.length <= limit ? text : `${text.slice(0, text.lastIndexOf(' ', limit))} …`);

class IssueView {
  #issue;

  constructor(issue, base) {
    this.#issue = issue;
    this.url = `${base}/browse/${issue.key}`;
  }

  get key() {
    return this.#issue.key;
  }

  get title() {
    const { summary, issuetype: { name: type = 'Issue' } = {} } = this.#issue.fields;
    return `${type} ${this.#issue.key}: ${summary}`;
  }

  get color() {
    return PRIORITY_COLORS[this.#issue.fields.priority?.name] ?? '#34495e';
  }

  get description() {
    return clip(toMarkdown(this.#issue.fields.description), 600);
  }

  fields(...names) {
    const readers = {
      Assignee: (fields) => fields.assignee?.displayName ?? 'nobody',
      Status: (fields) => fields.status?.name,
      Priority: (fields) => fields.priority?.name,
      Labels: (fields) => fields.labels?.join(', '),
    };
    return names
      .map((title) => ({ title, value: readers[title](this.#issue.fields), short: true }))
      .filter(({ value }) => value);
  }
}

class Script {
  process_incoming_request({ request }) {
    const { webhookEvent, issue, user, changelog, comment } = request.content;
    if (!issue) {
      return undefined;
    }
    const base = issue.self.replace(/\/rest\/api\/.*$/, '');
    const view = new IssueView(issue, base);
    const who = comment?.author?.displayName ?? user?.displayName ?? 'Jira';

    const answers = {
      'jira:issue_created': () => this.created(view, who),
      'jira:issue_updated': () => (comment ? this.commented(view, who, comment) : this.updated(view, who, changelog)),
      'jira:issue_deleted': () => this.say(`${who} deleted ${view.key}`, []),
      comment_created: () => this.commented(view, who, comment),
    };
    const answer = answers[webhookEvent];
    return answer ? answer() : undefined;
  }

  created(view, who) {
    return this.say(`${who} created`, [
      {
        color: view.color,
        title: view.title,
        title_link: view.url,
        text: view.description,
        fields: view.fields('Assignee', 'Priority', 'Labels'),
      },
    ]);
  }

  updated(view, who, changelog = { items: [] }) {
    const lines = [];
    for (const { field, fromString: from, toString: to } of changelog.items) {
      if (!WATCHED_FIELDS.has(field)) {
        continue;
      }
      lines.push(`**${field}**: ${from ? `~${from}~ → ` : ''}${to || '_none_'}`);
    }
    if (lines.length === 0) {
      return undefined;
    }
    return this.say(`${who} updated`, [
      { color: view.color, title: view.title, title_link: view.url, text: lines.join('\n') },
    ]);
  }

  commented(view, who, comment) {
    return this.say(`${who} commented`, [
      {
        color: view.color,
        title: view.title,
        title_link: `${view.url}?focusedCommentId=${comment.id}`,
        text: clip(toMarkdown(comment.body), 800),
        fields: view.fields('Status', 'Assignee'),
      },
    ]);
  }

  say(text, attachments) {
    return { content: { alias: 'Jira', text, attachments } };
  }
}

/* Kept for the next migration of the Jira server:
 *
 *   for (i = 0; i < issue.fields.components.length; i++) {
 *     text += issue.fields.components[i].name;
 *   }
 */
