package dev.mintmark.contract.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arrows of dependency run one way: service to service-kit to schemas, and service to libraries. No
 * service knows another.
 */
class DependencyArrowsTest {
  private static final String KIT = "services/service-kit";
  private static final String EVENTS = "dev.mintmark.events..";
  private static final String[] FRAMEWORKS = {
    "io.quarkus..",
    "jakarta..",
    "io.smallrye..",
    "org.apache.kafka..",
    "org.apache.avro..",
    "org.eclipse.microprofile.."
  };

  static List<Module> libraries() {
    return Module.under("libs");
  }

  static List<Module> services() {
    return Module.under("services").stream().filter(m -> !m.toString().equals(KIT)).toList();
  }

  private static Module kit() {
    return Module.all().stream().filter(m -> m.toString().equals(KIT)).findFirst().orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("libraries")
  void aLibraryIsPlainJava(Module library) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FRAMEWORKS)
        .because("libraries run in the command line and on devices, too")
        .check(library.classes());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("libraries")
  void aLibraryKnowsNeitherEventsNorServices(Module library) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(with(packages(allServices()), EVENTS, "dev.mintmark.topics.."))
        .because("generated Avro classes stop at the edge, in the services")
        .check(library.classes());
  }

  @Test
  void schemasKnowNothingElseOfMintmark() {
    Module schemas =
        Module.all().stream().filter(m -> m.toString().equals("schemas")).findFirst().orElseThrow();

    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.apache.avro..",
            // Avro's own: registering schemas speaks JSON.
            "com.fasterxml.jackson..",
            "org.jspecify..",
            "dev.mintmark.topics..",
            EVENTS)
        .check(schemas.classes());
  }

  @Test
  void theKitKnowsNoService() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(services()))
        .check(kit().classes());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void aServiceKnowsNoOtherService(Module service) {
    List<Module> others = new ArrayList<>(services());
    others.remove(service);

    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(others))
        .because("services meet in topics, artifacts and documented HTTP")
        .check(service.classes());
  }

  @Test
  void noTwoModulesShareAPackage() {
    List<String> packages = Module.all().stream().flatMap(m -> m.packages().stream()).toList();

    assertThat(packages).doesNotHaveDuplicates();
  }

  @Test
  void aForbiddenArrowWouldBeFound() {
    var rule =
        noClasses().should().dependOnClassesThat().resideInAnyPackage("com.tngtech.archunit..");

    assertThatThrownBy(
            () -> rule.check(new ClassFileImporter().importClasses(DependencyArrowsTest.class)))
        .isInstanceOf(AssertionError.class);
  }

  private static List<Module> allServices() {
    return Module.under("services");
  }

  private static String[] packages(List<Module> modules) {
    assertThat(modules).isNotEmpty();
    return modules.stream().flatMap(m -> m.packages().stream()).toArray(String[]::new);
  }

  private static String[] with(String[] packages, String... more) {
    return Stream.concat(Stream.of(packages), Stream.of(more)).toArray(String[]::new);
  }
}
