#include <linux/mount.h>
#include <linux/pseudo_fs.h>
#include <linux/mnt_namespace.h>

#include "internal.h"

bool proc_ns_file(const struct file *file);
