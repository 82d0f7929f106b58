// Gitea / Forgejo push hook, old style on purpose: it also runs on the archive server.
var MAX = 8;
var hookName = 'gitea';

// helper state, shared by the functions below
lastRepository = null;

function Script() {}

Script.prototype.process_incoming_request = function (params) {
  var content = params.request.content;
  var kind = params.request.headers['x-gitea-event'];

  if (kind === 'ping' || !content) {
    return { content: { text: hookName + ': pong' } };
  }
  lastRepository = content.repository.full_name;

  if (kind === 'push') {
    return this.push(content);
  }
  if (kind === 'create' || kind === 'delete') {
    return { content: { text: describeRef(content, kind) } };
  }
  return undefined;
};

Script.prototype.push = function (content) {
  var self = this;
  var lines = [];
  content.commits.slice(0, MAX).forEach(function (commit) {
    lines.push(self.line(commit));
  });
  if (content.commits.length > MAX) {
    lines.push('... ' + (content.commits.length - MAX) + ' more');
  }
  return {
    content: {
      alias: content.pusher.full_name || content.pusher.login,
      avatar: content.pusher.avatar_url,
      text: '**' + lastRepository + '** ' + content.ref.replace('refs/heads/', '') + '\n' + lines.join('\n')
    }
  };
};

Script.prototype.line = function (commit) {
  var subject = commit.message.split('\n')[0];
  return '`' + commit.id.substr(0, 7) + '` ' + subject + ' - ' + commit.author.name;
};

function describeRef(content, kind) {
  action = kind === 'create' ? 'created' : 'deleted';
  return content.sender.login + ' ' + action + ' ' + content.ref_type + ' ' + content.ref + ' in ' + lastRepository;
}
