package dev.mintmark.quantizer.calibrate;

/** Keeps the greatest of many values: a binary heap with the least kept value on top. */
final class LargestValues {
  private final float[] heap;
  private int size;

  /**
   * Makes an empty heap.
   *
   * @param capacity how many values to keep, at least 1
   */
  LargestValues(int capacity) {
    this.heap = new float[capacity];
  }

  void add(float value) {
    if (size < heap.length) {
      heap[size] = value;
      siftUp(size++);
    } else if (value > heap[0]) {
      heap[0] = value;
      siftDown();
    }
  }

  /**
   * Adds values in their order.
   *
   * @param sign 1, or -1 to add them negated
   */
  void addAll(float[] values, int sign) {
    int at = 0;
    while (at < values.length && size < heap.length) {
      add(sign * values[at++]);
    }
    float least = heap[0];
    for (; at < values.length; at++) {
      float value = sign * values[at];
      if (value > least) {
        add(value);
        least = heap[0];
      }
    }
  }

  /** The least of the kept values: the {@code capacity}-th greatest of all. */
  float least() {
    return heap[0];
  }

  private void siftUp(int start) {
    int child = start;
    while (child > 0 && heap[child] < heap[(child - 1) / 2]) {
      swap(child, (child - 1) / 2);
      child = (child - 1) / 2;
    }
  }

  private void siftDown() {
    int parent = 0;
    for (int child = 1; child < size; child = 2 * parent + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[parent] <= heap[child]) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  private void swap(int a, int b) {
    float value = heap[a];
    heap[a] = heap[b];
    heap[b] = value;
  }
}
