obj-$(CONFIG_EROFS_FS) += erofs.o
erofs-y := super.o inode.o \
	   data.o
erofs-$(CONFIG_EROFS_FS_XATTR) += xattr.o

obj-$(CONFIG_CUSE)	+= cuse/
