/* Confluence: pages and comments. Blog posts go to #news, the rest to the hook's own room. */
class Script {
  process_incoming_request({ request }) {
    const { event, page, blog, comment, userDisplayName } = request.content;
    const subject = page || blog || (comment && comment.parent);
    if (!subject) {
      return undefined;
    }
    this.base = subject.self.split('/pages/')[0];

    const lines = [this.headline(event, subject, userDisplayName)];
    (subject.labels || []).forEach((label) => lines.push(this.label(label)));
    if (comment) {
      lines.push(...comment.plainText.split('\n').map((line) => this.quote(line)));
    }
    const content = { text: lines.join('\n'), emoji: ':books:' };
    if (blog && event === 'blog_created') {
      content.channel = '#news';
    }
    return { content };
  }

  headline(event, { title, self, version }, who = 'Somebody') {
    const verbs = { page_created: 'wrote', page_updated: 'changed', page_trashed: 'threw away', blog_created: 'posted' };
    const diff = version > 1 ? ` ([changes](${this.base}/pages/diffpagesbyversion.action?version=${version}))` : '';
    return `${who} ${verbs[event] || event.replace('_', ' ')} [${title}](${self})${diff}`;
  }

  label({ name }) {
    return `[#${name}](${this.base}/labels/viewlabel.action?key=${encodeURIComponent(name)})`;
  }

  quote(line) {
    return `> ${line}`;
  }
}
