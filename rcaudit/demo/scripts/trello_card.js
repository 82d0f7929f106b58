// Trello board activity. Only the card moves that the sales team asked for.
class Script {
  process_incoming_request({ request }) {
    let action = request.content.action;
    let card = action.data.card;
    let who = action.memberCreator.fullName;
    let url = 'https://trello.com/c/' + (card ? card.shortLink : '');

    msg = '';
    switch (action.type) {
      case 'createCard':
        msg = who + ' added [' + card.name + '](' + url + ') to *' + action.data.list.name + '*';
        break;
      case 'updateCard':
        if (action.data.listAfter) {
          msg = who + ' moved [' + card.name + '](' + url + ') from *' + action.data.listBefore.name + '* to *' + action.data.listAfter.name + '*';
        } else if (card.closed) {
          msg = who + ' archived ~' + card.name + '~';
        }
        break;
      case 'commentCard':
        msg = who + ' on [' + card.name + '](' + url + '):\n> ' + action.data.text;
        break;
    }

    if (msg == '') return null;
    return {
      content: {
        alias: 'Trello',
        text: msg
      }
    };
  }
}
