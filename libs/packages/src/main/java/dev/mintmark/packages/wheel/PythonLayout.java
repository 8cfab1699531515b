package dev.mintmark.packages.wheel;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the image's Python looks for what. Folders are relative to the image's root, without a
 * slash at either end; Python itself says them with {@code python3 -m sysconfig}.
 *
 * @param interpreter absolute, e.g. {@code /usr/bin/python3.11}; scripts begin with it
 * @param purelib site-packages of pure Python
 * @param platlib site-packages of binary wheels, mostly the same
 * @param scripts where commands go
 * @param headers where C headers go, each project's in a folder of its normalized name
 * @param data where a wheel's other files go
 */
public record PythonLayout(
    String interpreter,
    String purelib,
    String platlib,
    String scripts,
    String headers,
    String data) {
  // A longer first line, or one with a blank, is not what Linux starts.
  private static final Pattern INTERPRETER = Pattern.compile("(/[A-Za-z0-9._+-]+){1,32}");
  private static final Pattern FOLDER =
      Pattern.compile("(?!.*(?:^|/)\\.\\.?(?:/|$))[A-Za-z0-9._+-]+(?:/[A-Za-z0-9._+-]+)*");
  private static final int LONGEST_INTERPRETER = 120;

  public PythonLayout {
    if (interpreter.length() > LONGEST_INTERPRETER || !INTERPRETER.matcher(interpreter).matches()) {
      throw new IllegalArgumentException(
          "not an interpreter: '" + interpreter + "'; expected a path like /usr/bin/python3.11");
    }
    for (String folder : List.of(purelib, platlib, scripts, headers, data)) {
      if (!FOLDER.matcher(folder).matches()) {
        throw new IllegalArgumentException(
            "not a folder of the image: '" + folder + "'; expected a path like usr/lib/python3");
      }
    }
  }

  /**
   * As pip installs with {@code --prefix}: {@code lib/python3.N/site-packages}, {@code bin}.
   *
   * @param prefix e.g. {@code usr/local}
   * @param minor 11 for Python 3.11
   */
  public static PythonLayout underPrefix(String interpreter, String prefix, int minor) {
    String python = "python3." + minor;
    String site = prefix + "/lib/" + python + "/site-packages";
    String headers = prefix + "/include/" + python;
    return new PythonLayout(interpreter, site, site, prefix + "/bin", headers, prefix);
  }
}
