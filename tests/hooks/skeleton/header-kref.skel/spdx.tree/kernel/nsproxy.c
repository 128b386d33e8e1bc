#include <linux/nsproxy.h>
