/* exported Script */
/* globals console, _, s */

/** GitHub webhooks for #dev-feed.
 *
 *  Set up: repository > Settings > Webhooks > Add webhook
 *    Payload URL   the URL of this integration
 *    Content type  application/json
 *    Events        push, pull requests, issues, issue comments, releases, workflow runs
 */

const MAX_COMMITS = 10;
const ICON = 'https://assets.nordwind.example/icons/octo.png';

const getRef = (ref) => ref.replace(/^.*\//, '');

const githubEvents = {
  ping(request) {
    return {
      content: {
        text: '_' + request.content.hook.id + '_\n' + ':thumbsup: ' + request.content.zen
      }
    };
  },

  push(request) {
    var commits = request.content.commits;
    var multi_commit = '';
    var is_short = true;
    var changeset = 'changeset';

    if (commits.length > 1) {
      multi_commit = ' [multiple commits]';
      is_short = false;
      changeset = changeset + 's';
    }
    var output = [];
    const user = request.content.sender;

    for (i = 0; i < commits.length && i < MAX_COMMITS; i++) {
      var commit = commits[i];
      var shortID = commit.id.substring(0, 7);
      var a = '[' + shortID + '](' + commit.url + ') - ' + commit.message.split('\n')[0];
      output.push(a);
    }
    if (commits.length > MAX_COMMITS) {
      output.push('_and ' + (commits.length - MAX_COMMITS) + ' more_');
    }

    return {
      content: {
        attachments: [
          {
            thumb_url: user.avatar_url,
            text: 'pushed ' + commits.length + ' ' + changeset + ' to ' + getRef(request.content.ref) + multi_commit,
            fields: [{ title: request.content.repository.full_name, value: output.reverse().join('\n'), short: is_short }]
          }
        ]
      }
    };
  },

  issues(request) {
    const user = request.content.sender;
    const issue = request.content.issue;
    const actions = { opened: ':inbox_tray:', closed: ':white_check_mark:', reopened: ':recycle:' };
    const action = request.content.action;

    if (!actions[action]) {
      return;
    }
    const body = issue.body ? issue.body.substring(0, 300) : '';
    return {
      content: {
        attachments: [
          {
            thumb_url: user.avatar_url,
            text: actions[action] + ' ' + user.login + ' ' + action + ' issue [#' + issue.number + '](' + issue.html_url + ') ' + issue.title + '\n\n' + body
          }
        ]
      }
    };
  },

  issue_comment(request) {
    const user = request.content.comment.user;
    const comment = request.content.comment;
    const issue = request.content.issue;
    if (request.content.action === 'edited') {
      return;
    }
    return {
      content: {
        attachments: [
          {
            thumb_url: user.avatar_url,
            text: user.login + ' on [#' + issue.number + ' ' + issue.title + '](' + comment.html_url + ')\n\n' + comment.body
          }
        ]
      }
    };
  },

  pull_request(request) {
    const user = request.content.sender;
    const pr = request.content.pull_request;
    let action = request.content.action;
    switch (action) {
      case 'closed':
        action = pr.merged ? 'merged' : 'closed';
        break;
      case 'opened':
      case 'reopened':
      case 'ready_for_review':
        action = action.replace(/_/g, ' ');
        break;
      default:
        return;
    }
    const size = '+' + pr.additions + ' -' + pr.deletions + ' in ' + pr.changed_files + ' files';
    return {
      content: {
        attachments: [
          {
            thumb_url: user.avatar_url,
            title: 'Pull request #' + pr.number + ' ' + action + ': ' + pr.title,
            title_link: pr.html_url,
            text: pr.body ? pr.body.substring(0, 500) : '',
            fields: [
              { title: 'Branch', value: pr.head.ref + ' into ' + pr.base.ref, short: true },
              { title: 'Size', value: size, short: true }
            ]
          }
        ]
      }
    };
  },

  release(request) {
    const release = request.content.release;
    if (request.content.action !== 'published') {
      return;
    }
    return {
      content: {
        text: ':package: ' + request.content.repository.name + ' [' + (release.name || release.tag_name) + '](' + release.html_url + ')'
      }
    };
  },

  workflow_run(request) {
    const run = request.content.workflow_run;
    if (run.status !== 'completed' || run.conclusion === 'success' || run.conclusion === 'skipped') {
      return;
    }
    return {
      content: {
        attachments: [
          {
            color: '#cb2431',
            title: run.name + ' #' + run.run_number + ': ' + run.conclusion,
            title_link: run.html_url,
            text: run.head_branch + ' @ ' + run.head_sha.substring(0, 7) + ' by ' + run.actor.login
          }
        ]
      }
    };
  }
};

class Script {
  process_incoming_request({ request }) {
    const header = request.headers['x-github-event'];

    if (githubEvents[header]) {
      const result = githubEvents[header](request);
      return this.decorate(result, request.content.repository);
    }

    return {
      error: {
        success: false,
        message: 'Unsupported method'
      }
    };
  }

  decorate(result, repository) {
    if (!result || !result.content) {
      return result;
    }
    result.content.icon_url = ICON;
    result.content.alias = repository ? repository.full_name : 'GitHub';
    const attachments = result.content.attachments || [];
    for (n = 0; n < attachments.length; n++) {
      attachments[n].collapsed = attachments[n].text && attachments[n].text.length > 1200;
    }
    return result;
  }
}
