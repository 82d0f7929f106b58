// Bitbucket Cloud: pushes and pull requests.
// `context` is shared between the helpers; reset() runs with each request.

function reset(content) {
  repositoryName = content.repository.full_name;
  repositoryUrl = content.repository.links.html.href;
}

function describe(change) {
  var target = change.new || change.old;
  var verb = change.created ? 'created' : change.closed ? 'removed' : 'pushed to';
  return verb + ' ' + target.type + ' [' + target.name + '](' + repositoryUrl + '/branch/' + target.name + ')';
}

class Script {
  process_incoming_request({ request }) {
    const key = request.headers['x-event-key'];
    reset(request.content);
    if (key === 'repo:push') {
      return this.push(request.content);
    }
    if (/^pullrequest:(created|fulfilled|rejected)$/.test(key)) {
      return this.pullRequest(request.content, key.split(':')[1]);
    }
    return undefined;
  }

  push({ push, actor }) {
    if (push.changes.length === 0) {
      repositoryName = '(nothing) ' + repositoryName;
    }
    const lines = push.changes.map(describe);
    return { content: { alias: actor.display_name, text: `*${repositoryName}* ${lines.join(', ')}` } };
  }

  pullRequest({ pullrequest: pr, actor }, verb) {
    const words = { created: 'opened', fulfilled: 'merged', rejected: 'declined' };
    return {
      content: {
        alias: actor.display_name,
        text: `*${repositoryName}* ${words[verb]} [#${pr.id} ${pr.title}](${pr.links.html.href})`,
      },
    };
  }
}
