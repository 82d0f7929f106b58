/*
 * GitLab → Rocket.Chat
 * Events: push, tag push, merge request, issue, note, pipeline, job, wiki page, release.
 * Maintained by the platform team; change it in the repository, then paste it here.
 */
const NOTICE_COLOR = '#2e6fda';
const SUCCESS_COLOR = '#2faa60';
const WARNING_COLOR = '#d1841c';
const FAILURE_COLOR = '#c93434';
const SHOW_COMMITS = 5;
const IGNORED_ACTIONS = new Set(['approval', 'unapproval', 'update']);
const MENTION = /(^|\s)@([a-z0-9][\w.-]*)/gi;

const STATUS_COLORS = {
  success: SUCCESS_COLOR,
  failed: FAILURE_COLOR,
  canceled: WARNING_COLOR,
  running: NOTICE_COLOR,
};

const shorten = (text, limit = 240) => {
  const oneLine = String(text || '').replace(/\s+/g, ' ').trim();
  return oneLine.length > limit ? `${oneLine.slice(0, limit - 1)}…` : oneLine;
};

const link = (label, url) => (url ? `[${label.replace(/[[\]]/g, '')}](${url})` : label);

const quietMentions = (text) => shorten(text).replace(MENTION, (whole, lead, user) => `${lead}\`${user}\``);

const branchOf = (ref) => String(ref).replace(/^refs\/(heads|tags)\//, '');

function author(data) {
  const user = data.user || {};
  return {
    author_name: user.name || data.user_name || 'somebody',
    author_icon: user.avatar_url || data.user_avatar,
  };
}

function plural(count, word) {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

class Script {
  process_incoming_request({ request }) {
    const event = request.headers['x-gitlab-event'];
    const data = request.content;

    try {
      switch (event) {
        case 'Push Hook':
          return this.push(data);
        case 'Tag Push Hook':
          return this.tag(data);
        case 'Merge Request Hook':
          return this.mergeRequest(data);
        case 'Issue Hook':
        case 'Confidential Issue Hook':
          return this.issue(data, event.startsWith('Confidential'));
        case 'Note Hook':
          return this.note(data);
        case 'Pipeline Hook':
          return this.pipeline(data);
        case 'Job Hook':
          return this.job(data);
        case 'Wiki Page Hook':
          return this.wiki(data);
        case 'Release Hook':
          return this.release(data);
        default:
          return this.unknown(event);
      }
    } catch (error) {
      console.error('gitlab hook failed', event, error.message);
      return { error: { success: false, message: `${event}: ${error.message}` } };
    }
  }

  message(data, attachment, text = '') {
    return {
      content: {
        text,
        attachments: [{ ...author(data), ...attachment }],
        parseUrls: false,
      },
    };
  }

  push(data) {
    const { project, commits = [], total_commits_count: total = commits.length } = data;
    const branch = branchOf(data.ref);
    if (total === 0) {
      const verb = /^0+$/.test(data.after) ? 'removed' : 'created';
      return this.message(data, {
        color: NOTICE_COLOR,
        title: `${verb} branch ${branch}`,
        title_link: project.web_url,
      });
    }
    const shown = commits.slice(-SHOW_COMMITS).reverse();
    const lines = shown.map(({ id, title, message, url, author: { name } = { name: '?' } }) => {
      const subject = shorten(title || message, 90);
      return `- ${link(id.slice(0, 8), url)} ${subject} (${name})`;
    });
    if (total > shown.length) {
      lines.push(`- … and ${plural(total - shown.length, 'more commit')}`);
    }
    return this.message(data, {
      color: NOTICE_COLOR,
      title: `${plural(total, 'commit')} to ${project.path_with_namespace}:${branch}`,
      title_link: `${project.web_url}/-/compare/${data.before}...${data.after}`,
      text: lines.join('\n'),
    });
  }

  tag(data) {
    const name = branchOf(data.ref);
    return this.message(data, {
      color: NOTICE_COLOR,
      title: `tag ${name} in ${data.project.path_with_namespace}`,
      title_link: `${data.project.web_url}/-/tags/${encodeURIComponent(name)}`,
      text: quietMentions(data.message),
    });
  }

  mergeRequest(data) {
    const mr = data.object_attributes;
    if (IGNORED_ACTIONS.has(mr.action)) {
      return undefined;
    }
    const colors = { merge: SUCCESS_COLOR, close: FAILURE_COLOR };
    const assignees = (data.assignees || []).map((user) => user.name).join(', ');
    const fields = [
      { title: 'From', value: mr.source_branch, short: true },
      { title: 'Into', value: mr.target_branch, short: true },
    ];
    if (assignees) {
      fields.push({ title: 'Assigned to', value: assignees, short: false });
    }
    return this.message(data, {
      color: colors[mr.action] ?? NOTICE_COLOR,
      title: `!${mr.iid} ${shorten(mr.title, 120)}: ${mr.action ?? mr.state}`,
      title_link: mr.url,
      text: mr.action === 'open' ? quietMentions(mr.description) : '',
      fields,
    });
  }

  issue(data, isConfidential) {
    const issue = data.object_attributes;
    const labels = (data.labels || []).map((label) => `\`${label.title}\``).join(' ');
    return this.message(data, {
      color: issue.state === 'closed' ? SUCCESS_COLOR : WARNING_COLOR,
      title: `#${issue.iid} ${isConfidential ? '(confidential)' : shorten(issue.title, 120)}`,
      title_link: issue.url,
      text: isConfidential ? '' : [labels, quietMentions(issue.description)].filter(Boolean).join('\n'),
    });
  }

  note(data) {
    const note = data.object_attributes;
    const subjects = {
      Commit: () => `commit ${data.commit.id.slice(0, 8)}`,
      MergeRequest: () => `!${data.merge_request.iid} ${data.merge_request.title}`,
      Issue: () => `#${data.issue.iid} ${data.issue.title}`,
      Snippet: () => `snippet ${data.snippet.title}`,
    };
    const subject = subjects[note.noteable_type];
    return this.message(data, {
      color: NOTICE_COLOR,
      title: `commented on ${subject ? subject() : note.noteable_type}`,
      title_link: note.url,
      text: quietMentions(note.note),
    });
  }

  pipeline(data) {
    const { id, status, ref, duration, stages = [] } = data.object_attributes;
    if (!['success', 'failed', 'canceled'].includes(status)) {
      return undefined;
    }
    const failed = (data.builds || []).filter((build) => build.status === 'failed' && !build.allow_failure);
    const minutes = Math.round((duration || 0) / 6) / 10;
    return this.message(
      data,
      {
        color: STATUS_COLORS[status],
        title: `pipeline ${id} on ${ref}: ${status} after ${minutes} min`,
        title_link: `${data.project.web_url}/-/pipelines/${id}`,
        text: failed.map((build) => `- ${build.stage} / ${build.name}`).join('\n'),
        fields: [{ title: 'Stages', value: stages.join(' → '), short: false }],
      },
      status === 'failed' ? `:rotating_light: ${data.project.name} is red` : '',
    );
  }

  job(data) {
    // Jobs are shown one by one only when somebody must act: manual gates and failures.
    if (data.build_status !== 'failed' && data.build_status !== 'manual') {
      return undefined;
    }
    return this.message(data, {
      color: STATUS_COLORS[data.build_status] || WARNING_COLOR,
      title: `job ${data.build_name} (${data.build_stage}): ${data.build_status}`,
      title_link: `${data.repository.homepage}/-/jobs/${data.build_id}`,
      text: data.build_failure_reason ? data.build_failure_reason.replace(/_/g, ' ') : '',
    });
  }

  wiki(data) {
    const page = data.object_attributes;
    return this.message(data, {
      color: NOTICE_COLOR,
      title: `wiki page ${page.title}: ${page.action}`,
      title_link: page.url,
      text: shorten(page.message),
    });
  }

  release(data) {
    const assets = (data.assets && data.assets.links) || [];
    return this.message(data, {
      color: SUCCESS_COLOR,
      title: `release ${data.name || data.tag}`,
      title_link: data.url,
      text: [quietMentions(data.description), ...assets.map(({ name, url }) => `- ${link(name, url)}`)].join('\n'),
    });
  }

  unknown(event) {
    return {
      content: { text: `GitLab sent an event that this hook does not know: \`${event}\`` },
    };
  }
}
