package dev.mintmark.inputs.dockerfile;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.dockerfile.Instruction.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The images that a Dockerfile names so far, and the stages that it has. */
final class Images {
  static final String SCRATCH = "scratch";

  /** Host, folders and tag as registries have them; the digest is the point. */
  private static final Pattern PINNED =
      Pattern.compile(
          "[a-z0-9][a-z0-9._:-]*(?:/[a-z0-9][a-z0-9._-]*)*(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?"
              + "@(sha256:[0-9a-f]{64})");

  private static final int MAX_NAME = 512;

  private final List<Optional<PinnedImage>> bases = new ArrayList<>();
  private final Map<String, Integer> stages = new HashMap<>();
  private final List<Dockerfile.ImageUse> uses = new ArrayList<>();

  boolean isEmpty() {
    return bases.isEmpty();
  }

  List<Dockerfile.ImageUse> uses() {
    return List.copyOf(uses);
  }

  /** Of the last stage. */
  Optional<PinnedImage> base() {
    return bases.getLast();
  }

  /** A new stage. */
  void begin(Instruction instruction, Word image, Optional<String> name)
      throws DockerfileException {
    String text = image.text();
    Integer earlier = stages.get(text.toLowerCase(Locale.ROOT));
    if (text.equals(SCRATCH)) {
      bases.add(Optional.empty());
    } else if (earlier != null) {
      bases.add(bases.get(earlier));
    } else {
      bases.add(Optional.of(pinned(instruction, image)));
    }
    if (name.isPresent() && stages.putIfAbsent(name.get(), bases.size() - 1) != null) {
      throw StageReader.refuse(
          DockerfileFault.FORM,
          image,
          "two stages have the name " + Shown.of(name.get()),
          "give one of them another name");
    }
  }

  /** Files are taken from an earlier stage, by name or number, or from a pinned image. */
  void copyFrom(Instruction instruction, Word image) throws DockerfileException {
    String text = image.text();
    if (text.matches("[0-9]{1,4}")) {
      if (Integer.parseInt(text) >= bases.size() - 1) {
        throw StageReader.refuse(
            DockerfileFault.FORM,
            image,
            "there is no stage " + text + " before this one",
            "name an earlier stage");
      }
      return;
    }
    Integer stage = stages.get(text.toLowerCase(Locale.ROOT));
    if (stage == null) {
      pinned(instruction, image);
    } else if (stage == bases.size() - 1) {
      throw StageReader.refuse(
          DockerfileFault.FORM,
          image,
          "the stage " + Shown.of(text) + " takes files from itself",
          "name an earlier stage");
    }
  }

  private PinnedImage pinned(Instruction instruction, Word image) throws DockerfileException {
    String text = image.text();
    if (text.contains("$")) {
      throw StageReader.refuse(
          DockerfileFault.UNPINNED,
          image,
          "the image " + Shown.of(text) + " has a variable, which may mean another one tomorrow",
          "write the image with its digest, host/name@sha256:<64 hexadecimal digits>");
    }
    Matcher parts = PINNED.matcher(text);
    if (text.length() > MAX_NAME || !parts.matches()) {
      throw StageReader.refuse(
          DockerfileFault.UNPINNED,
          image,
          "the image " + Shown.of(text) + " is no earlier stage and has no digest; a tag can move",
          "write it as host/name@sha256:<64 hexadecimal digits>");
    }
    if (!instruction.isWhole(image)) {
      throw StageReader.refuse(
          DockerfileFault.FORM,
          image,
          "the image's name is broken over two lines",
          "write it on one line");
    }
    PinnedImage pinned = new PinnedImage(text, Digest.parse(parts.group(1)));
    uses.add(new Dockerfile.ImageUse(pinned, image.line(), image.start()));
    return pinned;
  }
}
