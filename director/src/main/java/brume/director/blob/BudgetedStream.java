package brume.director.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Unpacked bytes, counted against the bomb limit. Used by one thread. */
final class BudgetedStream extends FilterInputStream {
    private final UnpackedBudget budget;

    BudgetedStream(InputStream in, UnpackedBudget budget) {
        super(in);
        this.budget = budget;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count > 0) {
            budget.spend(count);
        }
        return count;
    }
}
