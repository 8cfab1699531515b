package dev.mintmark.cli.command;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time that a person writes as {@code 7d} or {@code 60h}. */
record Age(Duration duration) {

  /** For picocli. */
  static final class Converter implements ITypeConverter<Age> {
    @Override
    public Age convert(String text) {
      if (!text.matches("[0-9]{1,6}[dh]")) {
        throw new TypeConversionException("'" + text + "' is no age; write e.g. 7d, or 60h");
      }
      long number = Long.parseLong(text.substring(0, text.length() - 1));
      return new Age(text.endsWith("d") ? Duration.ofDays(number) : Duration.ofHours(number));
    }
  }
}
