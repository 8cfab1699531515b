package dev.mintmark.image.gate;

import dev.mintmark.elf.ElfException;
import dev.mintmark.elf.resolve.DeviceRuntime;
import dev.mintmark.elf.resolve.FileTree;
import dev.mintmark.elf.resolve.Finding;
import dev.mintmark.elf.resolve.Linkage;
import dev.mintmark.image.refusal.GateRefusals;
import dev.mintmark.image.refusal.GateRefusals.Found;
import dev.mintmark.image.refusal.ImageFinding;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Puts what a loader would miss into the gates' words. */
final class LinkageGate {
  private static final String LIBRARY_PATH = "LD_LIBRARY_PATH=";
  private static final int SHOWN = 8;

  private LinkageGate() {}

  /**
   * @param environment of the image, {@code NAME=value}
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-044
   */
  static List<Found> check(
      FileTree tree, Platform platform, List<String> environment, Optional<DeviceRuntime> device)
      throws IOException {
    Linkage linkage;
    try {
      linkage = new Linkage(tree, platform.toString(), libraryPath(environment), device);
    } catch (ElfException e) {
      throw GateRefusals.undecided(
          platform, e.subject(), e.found() + " (" + e.error().code() + ")");
    }
    boolean unknownDevice = !linkage.hasOwnUserland() && device.isEmpty();
    return linkage.check().stream().map(finding -> found(finding, unknownDevice)).toList();
  }

  private static List<String> libraryPath(List<String> environment) {
    return environment.stream()
        .filter(variable -> variable.startsWith(LIBRARY_PATH))
        .flatMap(variable -> Arrays.stream(variable.substring(LIBRARY_PATH.length()).split("[:;]")))
        .toList();
  }

  private static Found found(Finding finding, boolean unknownDevice) {
    StringBuilder what = new StringBuilder(finding.found());
    List<String> looked = finding.lookedAt();
    if (finding.kind() == Finding.Kind.LIBRARY && !looked.isEmpty()) {
      what.append(", looked for as ");
      what.append(String.join(", ", looked.subList(0, Math.min(SHOWN, looked.size()))));
    }
    if (finding.kind() == Finding.Kind.LIBRARY && unknownDevice) {
      what.append(
          "; the image brings no program, and the targets' profiles do not agree on a libc");
    }
    return new Found(word(finding.kind()), finding.path(), what.toString());
  }

  private static ImageFinding word(Finding.Kind kind) {
    return switch (kind) {
      case UNREADABLE -> ImageFinding.UNREADABLE;
      case OTHER_MACHINE -> ImageFinding.MACHINE;
      case INTERPRETER -> ImageFinding.INTERPRETER;
      case OTHER_LIBC -> ImageFinding.LIBC;
      case ONNX_RUNTIME_ON_MUSL -> ImageFinding.ONNX_RUNTIME_ON_MUSL;
      case LIBRARY -> ImageFinding.LIBRARY;
      case VERSION -> ImageFinding.SYMBOL_VERSION;
      case GLIBC -> ImageFinding.GLIBC;
    };
  }
}
