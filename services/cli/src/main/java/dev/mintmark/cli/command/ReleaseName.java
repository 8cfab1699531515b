package dev.mintmark.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A release as a person names it. */
record ReleaseName(String name, String version) {
  static ReleaseName parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new TypeConversionException(
          "'" + text + "' is no release; write NAME:VERSION, e.g. face-detect:v1.0.0");
    }
    return new ReleaseName(text.substring(0, colon), text.substring(colon + 1));
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<ReleaseName> {
    @Override
    public ReleaseName convert(String text) {
      return parse(text);
    }
  }

  @Override
  public String toString() {
    return name + ":" + version;
  }
}
