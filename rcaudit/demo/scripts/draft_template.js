/* Template. Copy me, rename `handle` to the hook that you need, and delete this line. */
class Script {
  constructor() {
    this.version = 1;
  }

  handle({ request }) {
    return { content: { text: JSON.stringify(request.content) } };
  }
}
