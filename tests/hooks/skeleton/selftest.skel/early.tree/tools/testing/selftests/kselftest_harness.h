#define TH_LOG(fmt, ...) do { } while (0)
