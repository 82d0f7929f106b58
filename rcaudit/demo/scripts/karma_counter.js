/* name++ and name-- : who has the most cake? Points live until the next restart. */
const Store = {
  points: {},
  add(name, amount) {
    this.points[name] = (this.points[name] || 0) + amount;
    return this.points[name];
  },
};

class Script {
  prepare_outgoing_request({ request }) {
    const answers = [];
    for (const [, name, sign] of request.data.text.matchAll(/@?([\w.-]{2,})(\+\+|--)(?=\s|$)/g)) {
      if (name === request.data.user_name) {
        answers.push(`@${name}: no points for yourself`);
        continue;
      }
      answers.push(`${name} has ${Store.add(name, sign === '++' ? 1 : -1)}`);
    }
    return answers.length ? { message: { text: answers.join('\n') } } : undefined;
  }
}
