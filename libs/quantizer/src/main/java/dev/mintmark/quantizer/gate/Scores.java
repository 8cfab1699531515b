package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.tensor.Tensor;

/** Rows of scores: the last axis are the classes. Of equal scores the first class is ahead. */
record Scores(Tensor tensor) {
  int classes() {
    long[] shape = tensor.shape();
    return (int) shape[shape.length - 1];
  }

  int rows() {
    return tensor.values().length / classes();
  }

  /** The class with the greatest score. */
  int best(int row) {
    int start = row * classes();
    int best = 0;
    for (int i = 1; i < classes(); i++) {
      if (tensor.values()[start + i] > tensor.values()[start + best]) {
        best = i;
      }
    }
    return best;
  }

  /** How many classes are ahead of one. */
  int rank(int row, int wanted) {
    int start = row * classes();
    float score = tensor.values()[start + wanted];
    int ahead = 0;
    for (int i = 0; i < classes(); i++) {
      float other = tensor.values()[start + i];
      if (other > score || (other == score && i < wanted) || Float.isNaN(other)) {
        ahead++;
      }
    }
    return ahead;
  }
}
