/* Опрос «что сделано вчера»: собирает ответы и публикует сводку. Работает с 2018 года. */
class Script {
  process_incoming_request({ request }) {
    const answers = _.groupBy(request.content.answers, 'team');
    const today = moment().locale('ru').format('dddd, D MMMM');
    const lines = _.map(answers, (items, team) => {
      const people = _.sortBy(items, 'name').map((item) => `• ${item.name}: ${item.text}`);
      return `**${s(team).capitalize().value()}**\n${people.join('\n')}`;
    });

    const holidays = HTTP('GET', 'https://calendar.nordwind.example/api/holidays', { timeout: 3000 });
    if (_.contains(_.pluck(holidays.result.data, 'date'), moment().format('YYYY-MM-DD'))) {
      return undefined;
    }
    return { content: { text: `:sunrise: ${today}\n\n${lines.join('\n\n')}` } };
  }
}
