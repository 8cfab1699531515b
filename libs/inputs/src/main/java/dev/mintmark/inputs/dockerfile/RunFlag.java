package dev.mintmark.inputs.dockerfile;

import dev.mintmark.inputs.dockerfile.Instruction.Word;
import java.util.Set;

/** The flags of RUN: what is mounted comes from the context, a stage or a pinned image. */
final class RunFlag {
  private static final String MOUNT = "--mount=";
  private static final Set<String> KEYS =
      Set.of(
          "type",
          "from",
          "source",
          "src",
          "target",
          "dst",
          "destination",
          "ro",
          "readonly",
          "tmpfs-size");

  private final Images images;

  RunFlag(Images images) {
    this.images = images;
  }

  void check(Instruction instruction, Word flag) throws DockerfileException {
    String text = flag.text();
    if (text.startsWith("--network")) {
      throw StageReader.refuse(
          DockerfileFault.NETWORK,
          flag,
          "RUN has " + Shown.of(text),
          "leave it out: no step has a network; vendor what it needs and COPY it");
    }
    if (!text.startsWith(MOUNT)) {
      throw StageReader.refuse(
          DockerfileFault.BUILDER,
          flag,
          "the flag " + Shown.of(text) + " is not known here",
          "use --mount of type bind or tmpfs");
    }
    int at = MOUNT.length();
    for (String setting : text.substring(at).split(",", -1)) {
      setting(instruction, flag, flag.part(at), setting);
      at += setting.length() + 1;
    }
  }

  private void setting(Instruction instruction, Word flag, Word place, String setting)
      throws DockerfileException {
    int equals = setting.indexOf('=');
    String key = equals < 0 ? setting : setting.substring(0, equals);
    String value = equals < 0 ? "" : setting.substring(equals + 1);
    if (!KEYS.contains(key)) {
      throw StageReader.refuse(
          DockerfileFault.FORM,
          flag,
          "a mount has " + Shown.of(setting),
          "use " + String.join(", ", KEYS.stream().sorted().toList()));
    }
    if (key.equals("type") && !value.equals("bind") && !value.equals("tmpfs")) {
      throw StageReader.refuse(
          DockerfileFault.BUILDER,
          flag,
          "a mount is of type " + Shown.of(value),
          "use bind or tmpfs: secrets, agents and caches are not inputs of a release");
    }
    if (key.equals("from")) {
      images.copyFrom(instruction, new Word(value, place.start() + equals + 1, place.line()));
    }
  }
}
