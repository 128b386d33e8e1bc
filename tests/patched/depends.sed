# File: security/integrity/ima/Kconfig
# Said: IMA_NS does not depend on IMA, without which security/integrity/ima/ima_ns.c is not compiled
s/depends on IMA && NAMESPACES/depends on NAMESPACES/
