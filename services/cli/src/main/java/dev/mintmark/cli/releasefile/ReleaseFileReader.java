package dev.mintmark.cli.releasefile;

import java.io.StringReader;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a release file strictly. First its shape (keys and types), then, when that holds, its
 * values; each of the two names everything that is wrong.
 */
public final class ReleaseFileReader {
  /** A release file longer than this is refused. */
  public static final int MAX_CHARACTERS = 1 << 20;

  private static final String API_VERSION = "mintmark.dev/v1";

  private ReleaseFileReader() {}

  /**
   * Reads the text of one release file.
   *
   * @throws InvalidReleaseFileException with every problem found
   */
  public static ReleaseFile read(String text) throws InvalidReleaseFileException {
    Node root = parse(text);
    Problems problems = new Problems();
    checkApiVersion(root, problems);
    problems.throwIfAny();
    new ShapeCheck(problems).check(root, Shape.releaseFile(), "");
    problems.throwIfAny();
    Checks checks = new Checks(problems);
    Origins origins = new Origins(problems, checks);
    ReleaseFile file = new Values(checks, origins).release((MappingNode) root);
    problems.throwIfAny();
    return file;
  }

  private static Node parse(String text) throws InvalidReleaseFileException {
    // The parser looks at its own limit between tokens only, and takes hours over one long comment.
    if (text.length() > MAX_CHARACTERS) {
      throw notYaml(
          1,
          "has more than "
              + MAX_CHARACTERS
              + " characters; a release file names data, see examples/");
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(0);
    options.setAllowRecursiveKeys(false);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root == null) {
        throw notYaml(1, "the file is empty; write what examples/ shows");
      }
      return root;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw notYaml(line, "cannot be read as YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw notYaml(1, "cannot be read as YAML: " + e.getMessage());
    }
  }

  private static InvalidReleaseFileException notYaml(int line, String text) {
    return new InvalidReleaseFileException(List.of(new Problem("CLI-002", line, "", text)));
  }

  /** Before the shape: another version may have other keys. */
  private static void checkApiVersion(Node root, Problems problems) {
    if (root instanceof MappingNode map) {
      Fields fields = new Fields(map, "");
      String found = fields.optional("apiVersion").map(Fields::scalar).orElse(API_VERSION);
      if (!found.equals(API_VERSION)) {
        problems.add(
            "CLI-007",
            fields.node("apiVersion"),
            "apiVersion",
            "is '" + found + "'; this mintmark reads " + API_VERSION);
      }
    }
  }
}
