package dev.mintmark.packages.wheel;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.util.List;
import java.util.Optional;

/**
 * What an installed Python distribution says of itself: METADATA of a dist-info folder, PKG-INFO of
 * an egg-info.
 *
 * @param name as it spells itself
 * @param licenseExpression {@code License-Expression}, SPDX
 * @param license {@code License}, free text of older distributions
 * @param classifiers {@code Classifier}
 * @param author {@code Author}, else its mail address
 */
public record Distribution(
    String name,
    String version,
    Optional<String> licenseExpression,
    Optional<String> license,
    List<String> classifiers,
    Optional<String> author) {
  private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?";
  private static final String VERSION = "[0-9A-Za-z][0-9A-Za-z.+!_-]*";
  private static final int MAX_LENGTH = 200;

  public Distribution {
    classifiers = List.copyOf(classifiers);
  }

  /**
   * Reads the file.
   *
   * @param file its path, for errors
   * @throws dev.mintmark.packages.PackageException (PKG-034)
   */
  public static Distribution parse(Subject subject, String file, byte[] bytes) {
    Headers headers = Headers.parse(subject, RefusalCode.METADATA, file, bytes);
    String name = headers.require("Name");
    String version = headers.require("Version");
    if (name.length() > MAX_LENGTH || !name.matches(NAME)) {
      throw headers.refuse("its Name is none of a project");
    }
    if (version.length() > MAX_LENGTH || !version.matches(VERSION)) {
      throw headers.refuse("its Version is none");
    }
    return new Distribution(
        name,
        version,
        first(headers, "License-Expression"),
        first(headers, "License"),
        headers.all("Classifier"),
        first(headers, "Author").or(() -> first(headers, "Author-email")));
  }

  private static Optional<String> first(Headers headers, String field) {
    return headers.all(field).stream().filter(text -> !text.isBlank()).findFirst();
  }
}
