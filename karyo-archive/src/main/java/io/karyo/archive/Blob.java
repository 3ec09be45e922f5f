package io.karyo.archive;

import io.karyo.photo.Box;

/**
 * Connected pixels of a page.
 *
 * @param box the smallest box around them
 * @param mask a value for each pixel of the box, row-major; those that are not 0 belong to the blob
 * @param area how many do
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Blob(Box box, byte[] mask, int area) {

  /** Makes a blob of the pixels of a mask, which are at least one. */
  static Blob of(Box box, byte[] mask) {
    int left = box.width();
    int right = -1;
    int top = box.height();
    int bottom = -1;
    int area = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        left = Math.min(left, i % box.width());
        right = Math.max(right, i % box.width());
        top = Math.min(top, i / box.width());
        bottom = Math.max(bottom, i / box.width());
        area++;
      }
    }
    Box tight = new Box(box.left() + left, box.top() + top, right - left + 1, bottom - top + 1);
    byte[] cropped = new byte[Math.toIntExact(tight.area())];
    for (int y = 0; y < tight.height(); y++) {
      System.arraycopy(
          mask, (y + top) * box.width() + left, cropped, y * tight.width(), tight.width());
    }
    return new Blob(tight, cropped, area);
  }

  boolean has(int x, int y) {
    return box.contains(x, y) && mask[(y - box.top()) * box.width() + x - box.left()] != 0;
  }

  /** Returns the blob that has the pixels of two. */
  Blob with(Blob other) {
    Box around = box.around(other.box);
    byte[] both = new byte[Math.toIntExact(around.area())];
    draw(both, around);
    other.draw(both, around);
    return of(around, both);
  }

  private void draw(byte[] target, Box frame) {
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        int x = i % box.width() + box.left() - frame.left();
        int y = i / box.width() + box.top() - frame.top();
        target[y * frame.width() + x] = 1;
      }
    }
  }

  double centreX() {
    return box.left() + box.width() / 2.0;
  }

  double centreY() {
    return box.top() + box.height() / 2.0;
  }
}
