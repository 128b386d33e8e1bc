int last(void);
