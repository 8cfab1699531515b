package dev.mintmark.inputs.dockerfile;

import dev.mintmark.inputs.dockerfile.Instruction.Word;
import java.util.List;
import java.util.regex.Pattern;

/** ADD takes files of the context alone. */
final class LocalSources {
  private static final Pattern ELSEWHERE =
      Pattern.compile("(?i).*(?:[a-z][a-z0-9+.-]*://|git@|\\.git(?:#|\\b)).*");

  private LocalSources() {}

  static void require(List<Word> words) throws DockerfileException {
    for (Word word : words.subList(1, words.size())) {
      if (word.text().startsWith("--")) {
        continue;
      }
      // Quotes and escapes go before a builder looks at it.
      String plain = word.text().replaceAll("[\"']", "");
      if (word.text().indexOf('\\') >= 0 || ELSEWHERE.matcher(plain).matches()) {
        throw StageReader.refuse(
            DockerfileFault.NETWORK,
            word,
            "ADD takes " + Shown.of(word.text()),
            "fetch it beforehand, check its digest, and COPY it from the context");
      }
      if (word.text().contains("$")) {
        throw StageReader.refuse(
            DockerfileFault.NETWORK,
            word,
            "ADD takes " + Shown.of(word.text()) + ", a variable that may name a place elsewhere",
            "write the path itself, or use COPY");
      }
    }
  }
}
