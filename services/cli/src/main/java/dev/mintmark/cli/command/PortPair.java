package dev.mintmark.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A port of this machine and the container's port that it leads to. */
record PortPair(int host, int container) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5}):(\\d{1,5})");

  /** Reads {@code HOST:CONTAINER}. */
  static final class Converter implements ITypeConverter<PortPair> {
    @Override
    public PortPair convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches() || !isPort(matcher.group(1)) || !isPort(matcher.group(2))) {
        throw new TypeConversionException(
            "'" + text + "' is no pair of ports; write e.g. 9090:8080");
      }
      return new PortPair(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private static boolean isPort(String digits) {
      int port = Integer.parseInt(digits);
      return port > 0 && port < 1 << 16;
    }
  }
}
