package dev.mintmark.inputs.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A Dockerfile that can be built without a network: each image in it is {@code scratch}, an earlier
 * stage, or pinned by digest.
 *
 * @param text of the file
 * @param uses places where it names pinned images, in the order of the file
 * @param base the pinned image that the last stage stands on, through other stages; empty for
 *     scratch
 * @param runs whether it runs anything of the image
 */
public record Dockerfile(
    String text, List<ImageUse> uses, Optional<PinnedImage> base, boolean runs) {
  /** A Dockerfile longer than this many bytes is refused. */
  public static final int MAX_BYTES = 256 << 10;

  /**
   * A place that names a pinned image.
   *
   * @param line from 1
   * @param start of the name in the text
   */
  public record ImageUse(PinnedImage image, int line, int start) {}

  public Dockerfile {
    uses = List.copyOf(uses);
  }

  /**
   * Reads a Dockerfile.
   *
   * @throws DockerfileException for the first line that will not do
   */
  public static Dockerfile parse(byte[] file) throws DockerfileException {
    String text = text(file);
    StageReader stages = new StageReader();
    for (Instruction instruction : InstructionReader.read(text)) {
      stages.add(instruction);
    }
    return stages.dockerfile(text);
  }

  /** The pinned images, each once, sorted by name. */
  public List<PinnedImage> images() {
    return uses.stream().map(ImageUse::image).distinct().sorted().toList();
  }

  /** The file with other names for its pinned images, which a builder finds without asking. */
  public byte[] withImages(UnaryOperator<String> names) {
    StringBuilder other = new StringBuilder(text);
    uses.stream()
        .sorted(Comparator.comparingInt(ImageUse::start).reversed())
        .forEach(use -> {
          String name = use.image().name();
          other.replace(use.start(), use.start() + name.length(), names.apply(name));
        });
    return other.toString().getBytes(UTF_8);
  }

  private static String text(byte[] file) throws DockerfileException {
    if (file.length > MAX_BYTES) {
      throw new DockerfileException(
          DockerfileFault.FORM,
          1,
          "the file has " + file.length + " bytes, the limit is " + MAX_BYTES,
          "put data into files of the context");
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new DockerfileException(
          DockerfileFault.FORM, 1, "the file is not UTF-8", "save it as UTF-8");
    }
    int line = 1;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
      } else if ((Character.isISOControl(c) && c != '\t') || c == '\ufeff') {
        throw new DockerfileException(
            DockerfileFault.FORM,
            line,
            "the line has a control character, U+%04X".formatted((int) c),
            "save the file as plain UTF-8 with line feeds alone");
      }
    }
    return text;
  }
}
