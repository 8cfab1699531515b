package dev.mintmark.vendor.wheel;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code pip download}, with the user's own index settings. What it reads is written here: no line
 * of a user's file gets to it as it is.
 *
 * @param client {@code python3}
 */
public record Pip(Client client) {
  private static final Pattern NOTHING =
      Pattern.compile("No matching distribution found for (\\S+)");
  private static final Pattern WRONG_HASH = Pattern.compile("DO NOT MATCH THE HASHES");

  /** With the environment's Python. */
  public static Pip of(Map<String, String> environment) {
    return new Pip(new Client("python3", "apt-get install python3-pip", environment));
  }

  /** A file for pip, which lies beside what pip downloads. */
  record Lines(String option, List<String> lines) {}

  /**
   * Downloads wheels into {@code folder}.
   *
   * @throws VendorException (VND-020) when one has no fitting wheel, (VND-003) when pip finds other
   *     bytes than the hashes say, (VND-001, VND-002)
   */
  void download(
      Path folder, WheelTarget target, String platform, List<String> options, List<Lines> files)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-m",
                "pip",
                "download",
                "--no-input",
                "--disable-pip-version-check",
                "--progress-bar=off",
                "--only-binary=:all:",
                "--dest=" + folder));
    words.addAll(target.words(platform));
    words.addAll(options);
    for (Lines file : files) {
      Path path = folder.resolve(file.option().substring(2) + ".txt");
      Files.write(path, file.lines());
      words.add(file.option() + "=" + path);
    }
    Client.Ended ended = client.run(folder, words);
    if (ended.exit() != 0) {
      throw failed(target, platform, ended);
    }
  }

  private VendorException failed(WheelTarget target, String platform, Client.Ended ended) {
    String said = ended.output() + ended.errors();
    Matcher nothing = NOTHING.matcher(said);
    if (nothing.find()) {
      return new VendorException(
          VendorCode.NO_WHEEL,
          nothing.group(1) + " for " + platform,
          "pip finds no wheel of it for CPython %s and glibc %s, and says:\n  %s\n"
              .formatted(target.python(), target.glibc(), ended.tail()),
          "lock a version that has one: a source distribution would have to be built");
    }
    if (WRONG_HASH.matcher(said).find()) {
      return new VendorException(
          VendorCode.DIGEST,
          "wheels for " + platform,
          "pip got other bytes than the hashes say:\n  " + ended.tail() + "\n",
          "somebody changed them under one name; nothing was kept, see what the lock should say");
    }
    return client.failed("wheels for " + platform, ended);
  }
}
