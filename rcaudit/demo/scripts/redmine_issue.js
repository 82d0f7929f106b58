/* Redmine (plugin redmine_webhook). Zmiany zgłoszeń trafiają na kanał zespołu. */
class Script {
  constructor() {
    this.labels = { status_id: 'stan', assigned_to_id: 'osoba', done_ratio: 'postęp', priority_id: 'priorytet' };
  }

  process_incoming_request({ request }) {
    const { action, issue, journal, url } = request.content.payload;
    const lines = [`[#${issue.id} ${issue.subject}](${url})`];
    if (action === 'updated' && journal) {
      lines.push(...journal.details.map(this.detail));
      if (journal.notes) {
        lines.push('> ' + journal.notes.split('\n').join('\n> '));
      }
    }
    const format = this.signature;
    return { content: { alias: 'Redmine', text: lines.join('\n') + format(issue) } };
  }

  detail({ prop_key: key, old_value: before, value: after }) {
    return `- ${(this.labels && this.labels[key]) || key}: ${before ?? 'brak'} → ${after ?? 'brak'}`;
  }

  signature(issue) {
    return `\n_${issue.author.firstname} ${issue.author.lastname}_`;
  }
}
