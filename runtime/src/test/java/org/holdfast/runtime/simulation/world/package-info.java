/**
 * A whole cluster in one thread, on virtual time, as a function of a seed: the production
 * coordinators, stores and TaskManagers, with everything around them simulated.
 *
 * <pre>
 *   production                                   simulated
 *   Coordinators (Dispatcher, JobMaster,         VirtualTime, SimProcess   scheduler, processes
 *     SlotManager, Adoption, ...)                SimCoordination           sessions, lost answers
 *   TaskManager, FollowedLeader                  SimDisk, SimFileSystem    empty and partial files
 *   StoredJobs, StoredCheckpoints and the        SimYarn, SimContainers    attempts, containers
 *     stores of ha-recovery                      LinkToJobManager,         control links
 *   InMemoryCoordinationStore (the fence)          LinksToTaskManagers
 *   StandaloneResourceProvider, FencingAlarm     SimStandalone             hosts, an operator
 *                                                SimTask, SimStreams,      tasks, and what they
 *                                                  SimOutput                 write
 *                                                SimClient                 whoever submits
 * </pre>
 *
 * <p>A process can die or stand still between two of its events and, at the fault points of
 * production, in the middle of one. {@link org.holdfast.runtime.simulation.world.Faults} do so at
 * random, cut links, end sessions, take coordination, storage and YARN away, lose answers, tear
 * files, until enough of it had an effect; then all has to settle.
 *
 * <p>Two seeds of three are for a cluster on YARN, where each attempt follows another, and with a
 * higher number. The third is for hosts without YARN ({@code SimStandalone}): up to three
 * JobManagers of equal attempts stand by for each other, what has ended is started by an operator
 * or not at all, and at the end the leader dies once more, which no task may notice.
 *
 * <p>{@code ModelSearch} does harm systematically, to a small cluster of either kind in which
 * everything takes the same time always: breadth-first over what can go wrong at each fault point
 * of a JobManager, once, then twice, pruned where a state was seen before.
 *
 * <p>Where the invariants of the design are checked, at each change they are about:
 *
 * <ul>
 *   <li>I1, I2, I3: {@code ElectionChecks}
 *   <li>I20, that who was told to lead no more changes nothing: {@code SimSession}, {@code
 *       FileChecks}
 *   <li>I4, I5: {@code FileChecks}; a checkpoint of a job that has a result may lose its files
 *       before its pointer, because nobody reads it again
 *   <li>I6, I7, I8, I9, I10, I22: {@code JobChecks}, {@code SimClient}
 *   <li>I11, I12, I13, I14: {@code CheckpointChecks}
 *   <li>I8, I14, I15, I16, I18, I19, I27: {@code TaskChecks}, {@code JobChecks}
 *   <li>I17: {@code SimOutput}, at each transaction that becomes visible, and when a job finishes
 *   <li>I15, I18, I20, I21, I25: {@code SettledChecks}, {@code SimCluster}, some time after the
 *       last fault
 * </ul>
 *
 * <p>Not expressible here: I23 needs damaged files, which nothing in this world makes of whole
 * ones; I24 and I26 are about bytes on wires and in logs, of which there are none. What is real of
 * ZooKeeper, HDFS, YARN and Akka is tested elsewhere.
 */
package org.holdfast.runtime.simulation.world;
