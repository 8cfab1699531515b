package dev.mintmark.contract.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No package of a module leads back to itself. */
class PackageCyclesTest {
  static List<Module> modules() {
    return Module.all();
  }

  @Test
  void looksAtEveryKindOfModule() {
    assertThat(modules())
        .extracting(Module::toString)
        .contains(
            "schemas", "libs/content", "services/service-kit", "services/signer", "services/cli",
            "local-stack/launcher");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void hasNoPackageCycle(Module module) {
    JavaClasses classes = module.classes();
    assertThat(classes).as("classes of " + module).isNotEmpty();

    slices().matching("dev.mintmark.(**)").should().beFreeOfCycles().check(classes);
  }
}
