/**
 * The JobManager's HTTP interface: JSON for clients, and web pages made of the same JSON. It is the
 * only way in for both. Nothing here decides anything; requests are checked, handed to the
 * Dispatcher, and answered when it answers.
 *
 * <pre>
 * GET    /overview                  the cluster at a glance
 * GET    /config                    configuration, without secrets
 * GET    /jobs                      ids and states
 * GET    /jobs/overview             jobs, newest first
 * POST   /jobs                      submit a job graph whose jar is there already
 * GET    /jobs/ID                   one job: vertices, subtasks, counters, failures
 * PATCH  /jobs/ID?mode=cancel       cancel; POST /jobs/ID/cancel is the same
 * GET    /jobs/ID/checkpoints       what became of its checkpoints, and what it started from
 * POST   /jobs/ID/savepoints        {"target-directory", "cancel-job", "triggerId"}: take one
 * POST   /jobs/ID/stop              {"targetDirectory", "drain", "triggerId"}: end with one
 * GET    /jobs/ID/savepoints/REQUEST  what became of a savepoint that was asked for
 * HEAD   /blobs/SHA-256             is this jar there?
 * PUT    /blobs/SHA-256             upload a jar
 * GET    /taskmanagers[/ID]         TaskManagers
 * GET    /taskmanagers/ID/log       the end of its log; ?bytes=N says how much
 * GET    /jobmanager/log            the end of the JobManager's
 * DELETE /cluster                   end the cluster
 * GET    /                          web pages
 * </pre>
 *
 * <p>An error is {@code {"error": "what, which input, what to do"}} with a fitting status.
 *
 * <p>This is the only package that names Javalin and Jetty.
 */
package org.holdfast.runtime.rest;
