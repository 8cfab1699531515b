package dev.mintmark.inputs.dockerfile;

import dev.mintmark.inputs.dockerfile.Instruction.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Follows the stages of a Dockerfile; refuses what no stage may have. */
final class StageReader {
  private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9._-]{0,127}");
  private static final Pattern HERE_DOCUMENT = Pattern.compile("[0-9]*<<-?[^<\\s].*");

  /** They change the build, or how the image is run, in ways that are kept. */
  private static final Set<String> PLAIN =
      Set.of("ARG", "ENV", "WORKDIR", "USER", "LABEL", "EXPOSE", "CMD", "ENTRYPOINT", "SHELL");

  private final Images images = new Images();
  private boolean runs;

  void add(Instruction instruction) throws DockerfileException {
    List<Word> words = instruction.words();
    Word name = words.getFirst();
    String keyword = name.text().toUpperCase(Locale.ROOT);
    if (images.isEmpty() && !keyword.equals("FROM") && !keyword.equals("ARG")) {
      throw refuse(
          DockerfileFault.FORM,
          name,
          Shown.of(name.text()) + " stands before the first FROM",
          "begin with FROM");
    }
    switch (keyword) {
      case "FROM" -> from(instruction, words);
      case "RUN" -> {
        runs = true;
        refuseHereDocuments(words);
        for (Word flag : flags(words)) {
          new RunFlag(images).check(instruction, flag);
        }
      }
      case "COPY" -> {
        refuseHereDocuments(words);
        for (Word flag : flags(words)) {
          copyFlag(instruction, flag, true);
        }
      }
      case "ADD" -> {
        refuseHereDocuments(words);
        for (Word flag : flags(words)) {
          copyFlag(instruction, flag, false);
        }
        LocalSources.require(words);
      }
      default -> {
        if (!PLAIN.contains(keyword)) {
          throw refuse(DockerfileFault.FORM, name, unknown(keyword), advice(keyword));
        }
      }
    }
  }

  private static String unknown(String keyword) {
    return switch (keyword) {
      case "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "ONBUILD", "MAINTAINER" ->
          keyword + " would leave nothing in the image that is built here";
      default -> Shown.of(keyword) + " is no instruction that is known here";
    };
  }

  private static String advice(String keyword) {
    return switch (keyword) {
      case "HEALTHCHECK" -> "leave it out: run.health of the release file says the check";
      case "MAINTAINER" -> "write a LABEL";
      default -> "leave it out";
    };
  }

  private void from(Instruction instruction, List<Word> words) throws DockerfileException {
    List<Word> flags = flags(words);
    if (!flags.isEmpty()) {
      throw refuse(
          DockerfileFault.FORM,
          flags.getFirst(),
          "FROM has " + Shown.of(flags.getFirst().text()),
          "leave it out: each stage is built for the platform of the image");
    }
    boolean named = words.size() == 4 && words.get(2).text().equalsIgnoreCase("AS");
    if (words.size() != 2 && !named) {
      throw refuse(
          DockerfileFault.FORM,
          words.getFirst(),
          "FROM is followed by " + (words.size() - 1) + " words",
          "write FROM <image>, or FROM <image> AS <stage>");
    }
    Optional<String> stage = Optional.empty();
    if (named) {
      Word name = words.get(3);
      String lower = name.text().toLowerCase(Locale.ROOT);
      if (!STAGE.matcher(lower).matches() || lower.equals(Images.SCRATCH)) {
        throw refuse(
            DockerfileFault.FORM,
            name,
            "the stage's name is " + Shown.of(name.text()),
            "use letters, digits, and . _ - inside");
      }
      stage = Optional.of(lower);
    }
    images.begin(instruction, words.get(1), stage);
  }

  private void copyFlag(Instruction instruction, Word flag, boolean fromImages)
      throws DockerfileException {
    String text = flag.text();
    if (fromImages && text.startsWith("--from=")) {
      images.copyFrom(instruction, flag.part("--from=".length()));
    } else if (!text.startsWith("--chown=") && !text.startsWith("--chmod=")) {
      throw refuse(
          DockerfileFault.FORM,
          flag,
          "the flag " + Shown.of(text) + " is not known here",
          fromImages ? "use --from, --chown and --chmod" : "use --chown and --chmod");
    }
  }

  /**
   * The words between the instruction's name and its arguments.
   *
   * @throws DockerfileException for one with quotes, which builders take apart each in their way
   */
  private static List<Word> flags(List<Word> words) throws DockerfileException {
    List<Word> flags = new ArrayList<>();
    for (Word word : words.subList(1, words.size())) {
      if (!word.text().startsWith("--")) {
        break;
      }
      // A builder takes bytes of other letters for spaces.
      if (!word.text().matches("[!-~]+") || word.text().matches(".*[\"'\\\\].*")) {
        throw refuse(
            DockerfileFault.FORM,
            word,
            "the flag "
                + Shown.of(word.text())
                + " has quotes, backslashes or letters beyond ASCII",
            "write it without");
      }
      flags.add(word);
    }
    Set<String> names = new HashSet<>();
    for (Word flag : flags) {
      String name = flag.text().split("=", 2)[0];
      if (!names.add(name) && !name.equals("--mount")) {
        throw refuse(
            DockerfileFault.FORM,
            flag,
            "the flag " + name + " stands twice",
            "keep one of the two");
      }
    }
    return flags;
  }

  private static void refuseHereDocuments(List<Word> words) throws DockerfileException {
    for (Word word : words) {
      if (HERE_DOCUMENT.matcher(word.text()).matches()) {
        throw refuse(
            DockerfileFault.FORM,
            word,
            "a here-document begins with " + Shown.of(word.text()),
            "put its text into a file of the context");
      }
    }
  }

  static DockerfileException refuse(DockerfileFault fault, Word at, String found, String advice) {
    return new DockerfileException(fault, at.line(), found, advice);
  }

  /**
   * What was read.
   *
   * @throws DockerfileException when there is no stage
   */
  Dockerfile dockerfile(String text) throws DockerfileException {
    if (images.isEmpty()) {
      throw new DockerfileException(
          DockerfileFault.FORM, 1, "the file has no FROM", "begin with FROM");
    }
    return new Dockerfile(text, images.uses(), images.base(), runs);
  }
}
