package dev.mintmark.inventory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.mintmark.inventory");

  @Test
  void hasNoCyclesBetweenPackages() {
    slices().matching("dev.mintmark.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void runsNothingAndReachesNoNetwork() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class, Runtime.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..")
        .check(CLASSES);
  }
}
