package org.holdfast;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layering that {@code docs/architecture.md} promises. */
@AnalyzeClasses(packages = "org.holdfast", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String RUNTIME = "org.holdfast.runtime.";
    private static final String AKKA = "akka..";
    private static final String NETTY = "io.netty..";
    private static final String HADOOP = "org.apache.hadoop..";
    private static final String CURATOR = "org.apache.curator..";
    private static final String ZOOKEEPER = "org.apache.zookeeper..";
    private static final String JAVALIN = "io.javalin..";
    private static final String JETTY = "org.eclipse.jetty..";

    @ArchTest
    static final ArchRule COORDINATION_KNOWS_NO_TRANSPORT_AND_NO_STORAGE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            RUNTIME + "checkpoint..",
                            RUNTIME + "concurrent..",
                            RUNTIME + "dispatcher..",
                            RUNTIME + "jobgraph..",
                            RUNTIME + "jobmaster..",
                            RUNTIME + "restart..",
                            RUNTIME + "slots..",
                            RUNTIME + "state..",
                            RUNTIME + "task..",
                            RUNTIME + "taskmanager..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(AKKA, NETTY, HADOOP, CURATOR, ZOOKEEPER, JAVALIN, JETTY);

    @ArchTest
    static final ArchRule ONLY_RPC_KNOWS_AKKA =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(RUNTIME + "rpc..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(AKKA);

    @ArchTest
    static final ArchRule ONLY_THE_DATA_PLANE_KNOWS_NETTY =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(RUNTIME + "network..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(NETTY);

    @ArchTest
    static final ArchRule ONLY_REST_KNOWS_THE_HTTP_SERVER =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(RUNTIME + "rest..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(JAVALIN, JETTY);

    @ArchTest
    static final ArchRule ONLY_ITS_STORE_KNOWS_ZOOKEEPER =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "org.holdfast.ha.zookeeper..", "org.holdfast.localhadoop..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(CURATOR, ZOOKEEPER);

    @ArchTest
    static final ArchRule FEW_PACKAGES_KNOW_HADOOP =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "org.holdfast.ha.storage..", RUNTIME + "file..", RUNTIME + "process..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(HADOOP);

    /** Records, enums and what is nested in them: the vocabulary of the contracts. */
    private static final DescribedPredicate<JavaClass> VALUES =
            describe(
                    "values",
                    type ->
                            type.isRecord()
                                    || type.isEnum()
                                    || type.getEnclosingClass()
                                            .filter(outer -> outer.isRecord() || outer.isEnum())
                                            .isPresent());

    /** Packages may use each other's vocabulary; what they do goes one way. */
    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching(RUNTIME + "(*)..")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(alwaysTrue(), VALUES);

    @ArchTest
    static final ArchRule THE_JOB_API_DEPENDS_ON_NOTHING =
            classes()
                    .that()
                    .resideInAPackage("org.holdfast.api..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "org.holdfast.api..");

    @ArchTest
    static final ArchRule NOTHING_IS_JAVA_SERIALIZED =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.io.ObjectInputStream")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.io.ObjectOutputStream");
}
