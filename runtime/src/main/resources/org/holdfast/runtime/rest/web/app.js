'use strict';
// Shows what the JSON endpoints say, once a second. Text is only ever set as text, never as markup. All addresses are
// relative, so that the pages also work behind YARN's proxy.

const REFRESH_MILLIS = 1000;
let chosenJob = location.hash.slice(1);

const byId = (id) => document.getElementById(id);
const number = (value) => Number(value).toLocaleString('en');
const mebibytes = (bytes) => `${number(Math.round(bytes / 1048576))} MB`;
const seconds = (millis) => `${(millis / 1000).toFixed(1)} s`;
const duration = (millis) => millis < 1000 ? `${number(millis)} ms` : seconds(millis);
const micros = (micros) => micros < 10000 ? `${(micros / 1000).toFixed(1)} ms` : duration(Math.round(micros / 1000));
const size = (bytes) => bytes < 1048576 ? `${number(Math.ceil(bytes / 1024))} kB` : mebibytes(bytes);
const time = (millis) => new Date(millis).toLocaleString();

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) {
    made.className = className;
  }
  return made;
}

function link(text, href) {
  const made = element('a', text);
  made.href = href;
  return made;
}

function row(cells) {
  const made = document.createElement('tr');
  for (const cell of cells) {
    if (cell instanceof HTMLTableCellElement) {
      made.append(cell);
    } else {
      const holder = document.createElement('td');
      holder.append(cell);
      made.append(holder);
    }
  }
  return made;
}

function fill(id, rows, columns, none) {
  if (rows.length === 0) {
    const cell = element('td', none, 'none');
    cell.colSpan = columns;
    rows = [row([cell])];
  }
  byId(id).replaceChildren(...rows);
}

async function get(path) {
  const answer = await fetch(path, {headers: {Accept: 'application/json'}});
  if (!answer.ok) {
    throw new Error(`${path} answered ${answer.status}`);
  }
  return answer.json();
}

function showOverview(overview) {
  const limits = overview.attemptLimits;
  const attempt = limits ? ` · attempt ${overview.attempt} (${limits.attempts} may fail)` : '';
  byId('cluster').textContent =
      `${overview.clusterId} · version ${overview.version} · epoch ${overview.epoch}${attempt}`;
  const facts = [
    [`${overview.taskManagers} / ${overview.wantedTaskManagers}`, 'TaskManagers of those wanted'],
    [`${overview.freeSlots} / ${overview.slots}`, 'slots free'],
    [overview.runningJobs, 'running jobs'],
    [overview.finishedJobs, 'finished'],
    [overview.canceledJobs, 'cancelled'],
    [overview.failedJobs, 'failed'],
  ];
  byId('numbers').replaceChildren(...facts.map(([value, name]) => {
    const fact = document.createElement('div');
    fact.append(element('strong', value), element('span', name));
    return fact;
  }));
}

function showJobs(jobs) {
  fill('jobs', jobs.map((job) => row([
    link(job.name, `#${job.id}`),
    element('td', job.id, 'id'),
    element('td', job.status, job.status),
    time(job.startTime),
    element('td', seconds((job.endTime || Date.now()) - job.startTime), 'n'),
    element('td', `${job.runningTasks} / ${job.tasks}`, 'n'),
  ])), 6, 'No jobs yet.');
}

// Records a second of the chosen job's vertices, from two answers in a row.
let before = {job: '', at: 0, counters: []};

function rates(job) {
  const now = {job: job.summary.id, at: performance.now(), counters: job.vertices.map((vertex) => vertex.counters)};
  const seconds = (now.at - before.at) / 1000;
  const known = before.job === now.job && seconds > 0;
  const rate = (index, field) => {
    const change = known ? now.counters[index][field] - (before.counters[index]?.[field] ?? 0) : 0;
    return known && change >= 0 ? number(Math.round(change / seconds)) : '';
  };
  const result = now.counters.map((_, index) => ({in: rate(index, 'recordsIn'), out: rate(index, 'recordsOut')}));
  before = now;
  return result;
}

function states(subtasks) {
  const counts = new Map();
  subtasks.forEach(({state}) => counts.set(state, (counts.get(state) ?? 0) + 1));
  const cell = document.createElement('td');
  [...counts].forEach(([state, count]) => cell.append(element('span', `${count} ${state} `, state)));
  return cell;
}

function showVertices(job) {
  const perSecond = rates(job);
  fill('vertices', job.vertices.map((vertex, index) => row([
    vertex.name,
    states(vertex.subtasks),
    element('td', number(vertex.counters.recordsIn), 'n'),
    element('td', perSecond[index].in, 'n'),
    element('td', number(vertex.counters.recordsOut), 'n'),
    element('td', perSecond[index].out, 'n'),
  ])), 6, 'No vertices.');
  fill('subtasks', job.vertices.flatMap((vertex) => vertex.subtasks.map((subtask) => row([
    vertex.name,
    `${subtask.index + 1} of ${vertex.parallelism}`,
    element('td', subtask.attempt, 'n'),
    element('td', subtask.state, subtask.state),
    element('td', subtask.taskManager, 'id'),
    element('td', number(subtask.counters.recordsIn), 'n'),
    element('td', number(subtask.counters.recordsOut), 'n'),
    element('td', seconds(subtask.counters.backPressuredMillis), 'n'),
    element('td', seconds(subtask.counters.idleMillis), 'n'),
    element('td', duration(subtask.counters.longestGapMillis), 'n'),
  ]))), 10, 'No subtasks.');
}

function showJob(job) {
  byId('job-name').textContent = job.summary.name;
  byId('job-status').textContent = job.summary.status;
  byId('job-status').className = job.summary.status;
  byId('job-facts').textContent = [
    job.jobClass,
    job.bounded ? 'bounded' : 'unbounded',
    `${job.requiredSlots} slots`,
  ].join(' · ');
  byId('job-waiting').textContent = job.waitingFor ? `Waits for ${job.waitingFor}` : '';
  byId('job-progress').hidden = job.totalSize === 0;
  byId('job-progress').value = job.totalSize > 0 ? job.completedSize / job.totalSize : 0;
  showVertices(job);
  byId('restart-facts').textContent = `${job.restarts} restarts · restart strategy: ${job.restartStrategy}`;
  byId('failures').replaceChildren(...job.failures.flatMap((failure) => [
    element('h3', `${time(failure.time)}: ${failure.task}`),
    element('pre', failure.cause),
  ]));
}

function showCheckpoints(report) {
  byId('checkpoint-facts').textContent = [
    report.intervalMillis > 0 ? `every ${duration(report.intervalMillis)}` : 'none but savepoints',
    `${number(report.completed)} completed`,
    `${number(report.failed)} failed`,
    report.restored ? `restored at ${time(report.restored.time)} from ${report.restored.path}` : 'started from nothing',
  ].join(' · ');
  fill('checkpoints', report.history.map((checkpoint) => row([
    element('td', checkpoint.name, 'id'),
    checkpoint.kind,
    element('td', checkpoint.status, checkpoint.status),
    time(checkpoint.triggerTime),
    element('td', duration(checkpoint.durationMillis), 'n'),
    element('td', size(checkpoint.stateBytes), 'n'),
    element('td', micros(checkpoint.alignmentMicros), 'n'),
    element('td', micros(checkpoint.pauseMicros), 'n'),
    element('td', micros(checkpoint.uploadMicros), 'n'),
    element('td', `${checkpoint.acknowledged} / ${checkpoint.tasks}`, 'n'),
    element('td', checkpoint.failure || checkpoint.path, checkpoint.failure ? 'FAILED' : 'id'),
  ])), 11, 'No checkpoints yet.');
}

function showTaskManagers(taskManagers) {
  fill('taskmanagers', taskManagers.map((one) => row([
    element('td', one.registration.id, 'id'),
    one.registration.host,
    element('td', one.registration.pid, 'n'),
    element('td', `${one.freeSlots} / ${one.registration.slots}`, 'n'),
    element('td', one.runningTasks, 'n'),
    element('td', `${mebibytes(one.heapUsedBytes)} / ${mebibytes(one.registration.heapBytes)}`, 'n'),
    element('td', mebibytes(one.networkBytes), 'n'),
    element('td', seconds(one.sinceHeartbeatMillis), 'n'),
    link('log', `taskmanagers/${encodeURIComponent(one.registration.id)}/log`),
  ])), 9, 'No TaskManagers yet.');
}

async function refresh() {
  try {
    const [overview, {jobs}, {taskmanagers}] =
        await Promise.all([get('overview'), get('jobs/overview'), get('taskmanagers')]);
    showOverview(overview);
    showJobs(jobs);
    showTaskManagers(taskmanagers);
    const known = /^[0-9a-f]{32}$/.test(chosenJob) && jobs.some((job) => job.id === chosenJob);
    byId('job').hidden = !known;
    if (known) {
      const [job, checkpoints] =
          await Promise.all([get(`jobs/${chosenJob}`), get(`jobs/${chosenJob}/checkpoints`)]);
      showJob(job);
      showCheckpoints(checkpoints);
    }
    byId('connection').textContent = '';
  } catch (problem) {
    byId('connection').textContent = `The JobManager does not answer (${problem.message}); asking again.`;
  }
  setTimeout(refresh, REFRESH_MILLIS);
}

addEventListener('hashchange', () => { chosenJob = location.hash.slice(1); });
refresh();
