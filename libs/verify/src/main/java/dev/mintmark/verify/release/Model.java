package dev.mintmark.verify.release;

import java.util.List;

/**
 * The model for one target, and how a device tries it.
 *
 * @param manifest OCI artifact that holds the model, the samples and the expected outputs
 * @param file the model itself
 * @param smoke sample tensors, sorted by path
 * @param expected what the model made of each sample when it was converted, sorted by path
 */
public record Model(Blob manifest, Blob file, List<NamedBlob> smoke, List<NamedBlob> expected) {
  public Model {
    smoke = Syntax.sorted("smoke", smoke);
    expected = Syntax.sorted("expected", expected);
  }
}
