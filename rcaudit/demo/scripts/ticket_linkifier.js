/* Answers messages that name tickets (OPS-123, !45, #67) with their links. */
const TRACKERS = [
  { pattern: /\b((?:OPS|NET|SEC|HR)-\d{1,6})\b/g, url: 'https://tracker.nordwind.example/browse/$1' },
  { pattern: /(?:^|\s)(!\d{1,6})\b/g, url: 'https://git.nordwind.example/core/app/-/merge_requests/$1' },
  { pattern: /(?:^|\s)(#\d{2,6})\b/g, url: 'https://git.nordwind.example/core/app/-/issues/$1' },
];
const CODE = /```[\s\S]*?```|`[^`]*`/g;

class Script {
  prepare_outgoing_request({ request }) {
    const { data } = request;
    if (data.bot || data.isEdited) {
      return undefined;
    }
    const links = this.find(data.text.replace(CODE, ' '));
    if (links.length === 0) {
      return undefined;
    }
    return {
      message: {
        text: links.map(({ label, url }) => `[${label}](${url})`).join(' · '),
        channel: `#${data.channel_name}`,
      },
    };
  }

  find(text) {
    const found = new Map();
    TRACKERS.forEach(({ pattern, url }) => {
      for (const match of text.matchAll(pattern)) {
        const label = match[1];
        if (!found.has(label)) {
          found.set(label, { label, url: url.replace('$1', label.replace(/^[!#]/, '')) });
        }
      }
    });
    return [...found.values()].slice(0, 6);
  }
}
